/**
 * The environment for a program whose output is read: messages, numbers and dates as in the C locale, but characters in
 * UTF-8, without which ps writes "?" for what is not ASCII. macOS knows UTF-8 by another name.
 */
export function speakEnglish(env: NodeJS.ProcessEnv, platform: string = process.platform): NodeJS.ProcessEnv {
  const { LC_ALL: _all, LANGUAGE: _language, ...rest } = env;
  for (const name of Object.keys(rest)) if (name.startsWith("LC_")) delete rest[name];
  return { ...rest, LANG: "C", LC_CTYPE: platform === "darwin" ? "UTF-8" : "C.UTF-8" };
}
