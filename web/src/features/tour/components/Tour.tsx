import { useEffect } from 'react';
import { useCameIn, useSelf } from '@/features/session';
import { useFrame } from '@/shared/embed';
import { useStore } from '@/shared/lib/store';
import { endTour, isNewHere, startTour, step } from '../lib/state';
import { stepsFor } from '../lib/steps';
import { TourCard } from './TourCard';

interface TourProps {
  /** Opens or closes the drawer in which phones keep the navigation. */
  onMenu: (open: boolean) => void;
}

/** Shows new people around after their first sign-in, and everybody who asks for it. */
export function Tour({ onMenu }: TourProps) {
  const self = useSelf();
  const cameIn = useCameIn();
  const framed = useFrame() !== null;
  const at = useStore(step);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when somebody comes in
  useEffect(() => {
    if (cameIn && !framed && isNewHere(self)) startTour();
  }, []);

  const steps = stepsFor(self);
  const shown = at === null ? undefined : steps[at];
  const inMenu = shown?.inMenu;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the drawer follows the steps, not who renders it
  useEffect(() => {
    if (inMenu !== undefined) onMenu(inMenu);
  }, [inMenu]);

  if (at === null || !shown) return null;
  const end = () => {
    onMenu(false);
    endTour(self);
  };
  return <TourCard step={shown} at={at} total={steps.length} onStep={(next) => step.set(() => next)} onEnd={end} />;
}
