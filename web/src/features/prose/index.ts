export { ColorMenu } from './components/ColorMenu';
export { FontMenu, SizeMenu } from './components/FontMenus';
export { ProseWorkspace } from './components/ProseWorkspace';
export { Reached, stay, ToolButton, useTool } from './components/ToolButton';
export { useReady } from './hooks/useReady';
export { useRoving } from './hooks/useRoving';
export { fontStack, marks } from './lib/marks';
export { cursor, partUrl } from './lib/views';
export { COLORS, safeLink } from './lib/words';
