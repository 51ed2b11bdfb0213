import bytes from "./catalogue.br";

/** What `npm run catalogue` has packed. A module of its own: it is loaded only when somebody asks for prices. */
export const packedCatalogue: Uint8Array = bytes;
