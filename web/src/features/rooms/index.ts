export { useRooms } from './api/rooms';
export { RoomPage } from './components/RoomPage';
export { RoomsPage } from './components/RoomsPage';
export type { Room, RoomType } from './types';
