export { ActionButtons } from './ActionButtons';
export { ActionItems, ActionMenu, type MenuPoint } from './ActionMenu';
export type { Action } from './action';
export { RowGrid, type RowItem } from './RowGrid';
export { SearchField } from './SearchField';
export { SelectionBar } from './SelectionBar';
export { useGridKeys } from './useGridKeys';
export { useRowWindow } from './useRowWindow';
export { type Keyed, type SelectionControl, useSelection } from './useSelection';
