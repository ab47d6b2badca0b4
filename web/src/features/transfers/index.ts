export { type Conflict, useUpload } from './api/useUpload';
export { ActivityPanel } from './components/ActivityPanel';
export { type Dropped, readChosen, readDrop } from './lib/dropped';
export { type OperationKind, type Outcome, runOperation } from './lib/operations';
export { save, saveOnClick } from './lib/save';
export { runTask, type Task, type TaskState } from './lib/tasks';
