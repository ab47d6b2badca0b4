export { refreshPeople, usePeople } from './api/people';
export { PeoplePage } from './components/PeoplePage';
export { PersonSelect } from './components/PersonSelect';
export type { PersonLine, PersonType } from './types';
