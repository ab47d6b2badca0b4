export { useGroupNames } from './api/groups';
export { refreshPeople, usePeople, usePeopleByIds } from './api/people';
export { PeoplePage } from './components/PeoplePage';
export { PeoplePicker } from './components/PeoplePicker';
export { PersonSelect } from './components/PersonSelect';
export type { PersonLine, PersonType } from './types';
