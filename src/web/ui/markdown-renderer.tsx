import ReactMarkdown from 'react-markdown';
import remarkGfm from 'remark-gfm';

const plugins = [remarkGfm];

/** No HTML and no pictures from models: a picture's address could carry data out. */
export default function MarkdownRenderer({ text }: { text: string }) {
  return (
    <ReactMarkdown
      remarkPlugins={plugins}
      components={{
        a: ({ href, children }) => <a href={href} title={href} target="_blank" rel="noopener noreferrer">{children}</a>,
        img: ({ alt }) => <em>{alt}</em>,
        table: ({ children }) => <div className="table"><table>{children}</table></div>,
      }}
    >
      {text}
    </ReactMarkdown>
  );
}
