export { allowedSites } from './api/sites';
export { destinationOf, toListSearch } from './lib/addresses';
export { type Doors, methodsOf } from './lib/methods';
