import { useState } from "preact/hooks";
import { t } from "../shared/i18n";
import { EmptyState } from "../shared/ui/EmptyState";
import { search as searchIcon } from "../shared/ui/icons";
import { List } from "../shared/ui/List";
import { TextField } from "../shared/ui/TextField";
import { attemptTo } from "./failing";
import { open, openConversation } from "./open";
import { ROW_HEIGHT, Row } from "./Row";
import { api } from "./session";
import type { Head } from "./types";

interface Hit {
  readonly conversation_id: string | null;
  readonly snippet: string;
  readonly head?: Head | null;
}

/** Search over everything the agent may see. */
export function SearchPanel() {
  const [query, setQuery] = useState("");
  const [heads, setHeads] = useState<readonly Head[] | null>(null);

  async function run(event: Event): Promise<void> {
    event.preventDefault();
    if (!query.trim()) return;
    await attemptTo(async () => {
      const { items } = await api<{ items: Hit[] }>("/search", { query: { q: query } });
      const found = items.flatMap((hit) =>
        hit.head ? [{ ...hit.head, preview: hit.snippet || hit.head.preview }] : [],
      );
      setHeads([...new Map(found.map((head) => [head.id, head])).values()]);
    });
  }

  return (
    <>
      <search>
        <form class="search-form" onSubmit={(event) => void run(event)}>
          <TextField
            label={t("console.search.label")}
            hideLabel
            type="search"
            value={query}
            onInput={setQuery}
            placeholder={t("console.search.label")}
          />
        </form>
      </search>
      <List
        label={t("console.search.results")}
        items={heads ?? []}
        keyOf={(head) => head.id}
        render={(head) => <Row head={head} />}
        rowHeight={ROW_HEIGHT}
        selected={open.value?.id ?? null}
        onSelect={(head) => openConversation(head.id)}
        empty={
          <EmptyState icon={searchIcon} title={t(heads ? "console.search.nothing" : "console.search.title")}>
            {t(heads ? "console.search.nothing.text" : "console.search.text")}
          </EmptyState>
        }
      />
    </>
  );
}
