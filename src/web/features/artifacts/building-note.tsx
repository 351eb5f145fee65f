import { Mark } from '#web/ui/mark.tsx';
import classes from './building-note.module.css';

/** In place of an app that is not there yet. */
export function BuildingNote() {
  return (
    <div className={classes.note}>
      <Mark size={44} />
      <p><b>The app appears here</b>as soon as its first version builds.</p>
    </div>
  );
}
