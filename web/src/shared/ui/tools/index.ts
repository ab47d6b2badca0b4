export { Reached, stay, ToolButton, useTool } from './ToolButton';
export { useRoving } from './useRoving';
