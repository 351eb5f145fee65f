export function AppPage() { return <main id="main" />; }
