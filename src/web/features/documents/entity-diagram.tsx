import { useId } from 'react';
import { layOut, type Entity, type Relation } from './diagram-layout.ts';
import classes from './entity-diagram.module.css';

/** Entities with their fields and how they belong together, as a picture; its text says the same. */
export function EntityDiagram({ entities, relations }: { entities: Entity[]; relations: Relation[] }) {
  const arrow = useId();
  const { width, height, boxes, lines } = layOut(entities, relations);
  const told = relations.map(({ from, to, label }) => `${from} ${label} ${to}`).join('; ');
  return (
    <div className={classes.scroll} tabIndex={0} role="group" aria-label="Diagram of the entities">
      <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={`${entities.map(({ name }) => name).join(', ')}. ${told}`}>
        <defs>
          <marker id={arrow} viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto-start-reverse">
            <path d="M0 0 8 4 0 8z" className={classes.arrow} />
          </marker>
        </defs>
        {lines.map(({ from, to, label, path, labelX, labelY }) => (
          <g key={`${from} ${to} ${label}`}>
            <path d={path} className={classes.line} markerEnd={`url(#${arrow})`} />
            <text x={labelX} y={labelY} className={classes.label}>{short(label, 14)}</text>
          </g>
        ))}
        {boxes.map((box) => (
          <g key={box.name} transform={`translate(${box.x} ${box.y})`}>
            <rect width={box.width} height={box.height} rx="10" className={classes.box} />
            <text x="13" y="22" className={classes.name}>{short(box.name, 22)}</text>
            <line x1="0" x2={box.width} y1="33" y2="33" className={classes.rule} />
            {box.fields.map((field, index) => <text key={index} x="13" y={52 + index * 21} className={classes.field}>{short(field, 27)}</text>)}
          </g>
        ))}
      </svg>
    </div>
  );
}

function short(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length - 1)}…` : text;
}
