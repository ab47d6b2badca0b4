export { useManageFilling } from './api/filling';
