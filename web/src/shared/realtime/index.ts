export { hangUp, hear, joinRooms, type LinkAddress, linkState, onRefusal, openLink } from './link';
export type { EntryMessage, Messages } from './messages';
export { useFallback, useLive } from './useLive';
