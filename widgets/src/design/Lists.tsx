import { useState } from "preact/hooks";
import { Avatar } from "../shared/ui/Avatar";
import { Badge } from "../shared/ui/Badge";
import { List } from "../shared/ui/List";
import { type Sort, Table } from "../shared/ui/Table";
import { Part } from "./Part";

const NAMES = ["Anna Petrova", "王芳", "Jonas Weber", "Lucía Gómez", "Olena Koval"];
const LONG = Array.from({ length: 10_000 }, (_, at) => ({
  id: String(at),
  name: `${NAMES[at % 5]} ${at + 1}`,
}));
const ROWS = [
  { name: "Anna Petrova", language: "ru", load: 3 },
  { name: "王芳", language: "zh-Hans", load: 1 },
  { name: "Jonas Weber", language: "de", load: 0 },
];

export function Lists() {
  const [selected, setSelected] = useState("1");
  const [sort, setSort] = useState<Sort>({ column: "load", descending: true });
  const rows = ROWS.toSorted((a, b) => (sort.descending ? b.load - a.load : a.load - b.load));
  return (
    <Part title="List and table">
      <div class="design-list">
        <List
          label="Ten thousand conversations"
          items={LONG}
          keyOf={(item) => item.id}
          rowHeight={44}
          selected={selected}
          onSelect={(item) => setSelected(item.id)}
          empty={null}
          render={(item) => (
            <div class="design-item">
              <Avatar name={item.name} size="small" />
              <span>{item.name}: E3 on the display after two measurements</span>
              <Badge>ru</Badge>
            </div>
          )}
        />
      </div>
      <Table
        caption="Agents"
        columns={[
          { id: "name", label: "Name", cell: (row) => row.name },
          { id: "language", label: "Language", cell: (row) => <Badge>{row.language}</Badge> },
          { id: "load", label: "Load", numeric: true, sortable: true, cell: (row) => row.load },
        ]}
        rows={rows}
        keyOf={(row) => row.name}
        empty={null}
        sort={sort}
        onSort={setSort}
      />
    </Part>
  );
}
