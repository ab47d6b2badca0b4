export { useRoving } from '@/shared/ui/tools';
