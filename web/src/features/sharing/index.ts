export { LinksPanel } from './components/LinksPanel';
export { PeopleAccess } from './components/PeopleAccess';
export { type Shareable, type ShareOffer, toOffer } from './lib/offer';
