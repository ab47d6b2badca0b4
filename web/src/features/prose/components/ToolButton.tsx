export { Reached, stay, ToolButton, useTool } from '@/shared/ui/tools';
