export { ColorMenu } from './components/ColorMenu';
export { FontMenu, SizeMenu } from './components/FontMenus';
export { ProseWorkspace } from './components/ProseWorkspace';
export { useReady } from './hooks/useReady';
export { keyLabel } from './lib/keys';
export { fontStack, marks } from './lib/marks';
export { cursor, partUrl } from './lib/views';
export { COLORS, safeLink } from './lib/words';
