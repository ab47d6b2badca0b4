export { type PersonLine, usePeople } from './api/people';
export { PeoplePage } from './components/PeoplePage';
