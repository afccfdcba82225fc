import { useEffect, useState } from "preact/hooks";
import { t } from "../shared/i18n";
import { EmptyState } from "../shared/ui/EmptyState";
import { search as searchIcon } from "../shared/ui/icons";
import { List } from "../shared/ui/List";
import { TextField } from "../shared/ui/TextField";
import { open, openConversation } from "./open";
import { ROW_HEIGHT, Row } from "./Row";
import { searchHeads } from "./searching";
import type { Head } from "./types";

const QUIET_MS = 250;

/** Search over everything the agent may see, as they type. */
export function SearchPanel() {
  const [query, setQuery] = useState("");
  const [found, setFound] = useState<readonly Head[] | null>(null);

  useEffect(() => {
    if (!query.trim()) return setFound(null);
    const look = new AbortController();
    const timer = setTimeout(() => {
      searchHeads(query.trim(), look.signal).then(setFound, () => {});
    }, QUIET_MS);
    return () => {
      clearTimeout(timer);
      look.abort();
    };
  }, [query]);

  return (
    <>
      <search class="search-form">
        <TextField
          label={t("console.search.label")}
          hideLabel
          type="search"
          value={query}
          onInput={setQuery}
          placeholder={t("console.search.label")}
        />
      </search>
      <List
        label={t("console.search.results")}
        items={found ?? []}
        keyOf={(head) => head.id}
        render={(head) => <Row head={head} />}
        rowHeight={ROW_HEIGHT}
        selected={open.value?.id ?? null}
        onSelect={(head) => openConversation(head.id)}
        empty={
          <EmptyState icon={searchIcon} title={t(found ? "console.search.nothing" : "console.search.title")}>
            {t(found ? "console.search.nothing.text" : "console.search.text")}
          </EmptyState>
        }
      />
    </>
  );
}
