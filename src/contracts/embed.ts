/**
 * What a host page and the embedded player say to each other (docs/embedding.md). All that the SDK knows
 * of Sotto; nothing here needs a library, because it is shipped to other people's pages.
 *
 * 1. The player says `hello` to the window around it, for each origin that it was allowed to talk to.
 * 2. The host answers `connect` with a MessagePort. From then on everything goes through that port.
 * 3. The player says `ready`, or `refused` and why; then requests are replied to and events told.
 */
export * from './embed-messages';
export { parseHostMessage, parseRequest } from './embed-parse-host';
export { parsePlayerMessage, parseHello } from './embed-parse-player';
