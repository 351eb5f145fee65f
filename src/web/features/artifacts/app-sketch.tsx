import classes from './app-sketch.module.css';

/** A small drawing that tells apps apart at a glance: hue and layout follow from the id, so an app keeps its look. */
export function AppSketch({ seed }: { seed: string }) {
  const number = Number.parseInt(seed.replaceAll('-', '').slice(-6), 16) || 0;
  const layouts = [Rows, Board, Bars];
  const Layout = layouts[number % layouts.length] ?? Rows;
  return (
    <span className={classes.sketch} style={{ '--hue': (number * 47) % 360 }} aria-hidden="true">
      <svg viewBox="0 0 200 104" preserveAspectRatio="xMidYMin slice">
        <rect className={classes.window} x="22" y="18" width="156" height="110" rx="7" />
        <circle className={classes.ink} cx="33" cy="29" r="3" />
        <rect className={classes.ink} x="41" y="27" width="34" height="4" rx="2" />
        <rect className={classes.button} x="146" y="25" width="23" height="8" rx="4" />
        <Layout />
      </svg>
    </span>
  );
}

function Rows() {
  return [0, 1, 2, 3].map((row) => (
    <g key={row} transform={`translate(33 ${44 + row * 15})`}>
      <rect className={classes.faint} width={[58, 42, 66, 50][row]} height="5" rx="2.5" />
      <rect className={classes.faint} x="78" width={[20, 26, 16, 22][row]} height="5" rx="2.5" />
      <rect className={row === 1 ? classes.ink : classes.soft} x="116" y="-2" width="20" height="9" rx="4.5" />
    </g>
  ));
}

function Board() {
  return [0, 1, 2].map((column) => (
    <g key={column} transform={`translate(${33 + column * 46} 44)`}>
      <rect className={classes.ink} width="20" height="4" rx="2" opacity="0.6" />
      {Array.from({ length: [2, 3, 1][column] ?? 1 }, (_, card) => (
        <rect key={card} className={classes.soft} y={10 + card * 20} width="40" height="16" rx="4" />
      ))}
    </g>
  ));
}

function Bars() {
  return [26, 40, 18, 52, 34, 46].map((height, bar) => (
    <rect key={bar} className={bar === 3 ? classes.ink : classes.soft} x={35 + bar * 22} y={104 - height} width="14" height={height + 6} rx="3" />
  ));
}
