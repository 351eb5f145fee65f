import classes from './mark.module.css';

const diagonal = [0, 2, 4, 6, 8];

/** The sign of Ninefold: nine dots, one for each agent of the crew. */
export function Mark({ size = 24 }: { size?: number }) {
  return (
    <svg className={classes.mark} width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="9" className={classes.ground} />
      {Array.from({ length: 9 }, (_, index) => (
        <circle key={index} cx={9 + 7 * (index % 3)} cy={9 + 7 * Math.floor(index / 3)} r="2.5" fill="#fff" opacity={diagonal.includes(index) ? 1 : 0.42} />
      ))}
    </svg>
  );
}

/** The sign with the name beside it. */
export function Wordmark() {
  return <span className={classes.word}><Mark size={26} />Ninefold</span>;
}
