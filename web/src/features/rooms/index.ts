export { fetchRoom, useRooms } from './api/rooms';
export { RoomCover } from './components/RoomCover';
export { RoomPage } from './components/RoomPage';
export { RoomSelect } from './components/RoomSelect';
export { RoomsPage } from './components/RoomsPage';
export { toRoom } from './lib/toRoom';
export type { Room, RoomType } from './types';
