export { ActionItems, ActionMenu, type MenuPoint } from './ActionMenu';
export type { Action } from './action';
export { SearchField } from './SearchField';
export { SelectionBar } from './SelectionBar';
export { useGridKeys } from './useGridKeys';
export { type Keyed, type SelectionControl, useSelection } from './useSelection';
