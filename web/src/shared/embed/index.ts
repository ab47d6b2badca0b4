export { chooseColumns, useWishedColumns } from './columns';
export { type Desk, desk, useDesk } from './desk';
export {
  configure,
  type FrameConfig,
  type FrameEvent,
  type FrameMode,
  frame,
  frameId,
  handles,
  useFrame,
} from './frame';
export { contentDrawn, documentReady, type Method, meetHost, tell } from './host';
export { setListLook, useListLook } from './look';
export { type Stage, stage, useStage } from './stage';
export { useEditorWish, wishedPage } from './wishes';
