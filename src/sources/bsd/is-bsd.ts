/** Of the names that Node gives to systems: FreeBSD's, OpenBSD's, NetBSD's, and DragonFly's, which is one by another name. */
export const isBsd = (platform: string): boolean => platform.endsWith("bsd") || platform === "dragonfly";
