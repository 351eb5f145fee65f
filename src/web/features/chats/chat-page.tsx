export function ChatPage() { return <main id="main" />; }
