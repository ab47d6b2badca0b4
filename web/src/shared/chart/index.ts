export { BarChart } from './BarChart';
export { ColumnChart } from './ColumnChart';
export type { Amount } from './scale';
