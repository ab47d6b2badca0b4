export { hear, joinRooms, type LinkAddress, linkState, onRefusal, openLink, outOfReach } from './link';
export type { EntryMessage, Messages } from './messages';
export { useFallback, useLive } from './useLive';
