const ADDRESS = /(https?:\/\/[^\s<>"']+[^\s<>"'.,;:!?)\]}])/;

/** Text as it was written, its web addresses as links that tell the other side nothing. */
export function Rich({ text }: { text: string }) {
  return (
    <p class="rich">
      {text.split(ADDRESS).map((part, at) =>
        at % 2 === 1 ? (
          <a key={part} href={part} target="_blank" rel="noopener noreferrer nofollow">
            {part}
          </a>
        ) : (
          part
        ),
      )}
    </p>
  );
}
