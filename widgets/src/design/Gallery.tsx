import { useState } from "preact/hooks";
import { Avatar } from "../shared/ui/Avatar";
import { Badge } from "../shared/ui/Badge";
import { Button } from "../shared/ui/Button";
import { Dialog } from "../shared/ui/Dialog";
import { EmptyState } from "../shared/ui/EmptyState";
import { Icon } from "../shared/ui/Icon";
import * as icons from "../shared/ui/icons";
import { Menu } from "../shared/ui/Menu";
import { Progress, Spinner } from "../shared/ui/Progress";
import { Tabs } from "../shared/ui/Tabs";
import { toast } from "../shared/ui/Toast";
import { Forms } from "./Forms";
import { Lists } from "./Lists";
import { Part } from "./Part";

const COLOURS =
  "bg raised sunken hover selected line line-strong text text-soft accent mine good good-bg warn warn-bg bad bad-bg info info-bg note-bg";

export function Gallery() {
  return (
    <div class="design-gallery">
      <Part title="Type">
        <p>
          The monitor shows E3: loosen the cuff and measure again. <a href="#top">Read the article</a>
        </p>
        <p lang="zh-Hans">血压计显示 E3：松开袖带后重新测量。</p>
        <p lang="zh-Hant">血壓計顯示 E3：鬆開袖帶後重新測量。</p>
        <p lang="ru">Тонометр показывает E3: ослабьте манжету и измерьте снова.</p>
        <p lang="ar" dir="rtl">
          يعرض الجهاز E3: أرخِ السوار وأعد القياس.
        </p>
      </Part>
      <Buttons />
      <Part title="Badges and avatars">
        <div class="design-row">
          <Badge>neutral 12</Badge>
          <Badge tone="good">kept</Badge>
          <Badge tone="warn">due soon</Badge>
          <Badge tone="bad">overdue</Badge>
          <Badge tone="info">offered</Badge>
          <Badge tone="accent">3</Badge>
        </div>
        <div class="design-row">
          <Avatar name="Anna Petrova" presence="online" presenceLabel="online" />
          <Avatar name="王芳" presence="away" presenceLabel="away" />
          <Avatar name="Jonas" size="large" presence="offline" presenceLabel="offline" />
          <Avatar name="Lucía Gómez" size="small" />
          <Avatar name="" />
        </div>
      </Part>
      <Forms />
      <Lists />
      <Overlays />
      <Part title="Progress and nothing">
        <div class="design-row">
          <Spinner label="Loading" />
        </div>
        <Progress label="Sending photo.jpg" share={0.4} />
        <EmptyState icon={icons.inbox} title="Nothing waits" action={<Button>Show all</Button>}>
          New conversations appear here by themselves.
        </EmptyState>
      </Part>
      <Part title="Icons">
        <div class="design-row">
          {Object.entries(icons).map(([name, path]) => (
            <Icon key={name} path={path} />
          ))}
        </div>
      </Part>
      <Part title="Colours">
        <div class="design-swatches">
          {COLOURS.split(" ").map((name) => (
            <div key={name}>
              <div class={`design-swatch design-${name}`} />
              {name}
            </div>
          ))}
        </div>
      </Part>
    </div>
  );
}

function Buttons() {
  return (
    <Part title="Buttons">
      <div class="design-row">
        <Button look="primary">Reply</Button>
        <Button icon={icons.transfer}>Transfer</Button>
        <Button look="quiet">Cancel</Button>
        <Button look="danger">Delete</Button>
        <Button disabled>Not now</Button>
        <Button busy>Saving</Button>
      </div>
      <div class="design-row">
        <Button small look="primary">
          Accept
        </Button>
        <Button small>Decline</Button>
        <Button look="quiet" icon={icons.clip} label="Attach a file" />
        <Button look="quiet" icon={icons.back} mirrors label="Back" />
        <Button pressed icon={icons.star}>
          Followed
        </Button>
      </div>
    </Part>
  );
}

function Overlays() {
  const [open, setOpen] = useState(false);
  const [tab, setTab] = useState("facts");
  return (
    <Part title="Dialog, menu, toast, tabs">
      <div class="design-row">
        <Button onClick={() => setOpen(true)}>Open a dialog</Button>
        <Menu
          label="Snooze"
          look="plain"
          align="start"
          items={[
            {
              label: "In an hour",
              icon: icons.clock,
              onPick: () => toast({ text: "Snoozed for an hour", tone: "good" }),
            },
            { label: "Tomorrow", onPick: () => toast({ text: "Snoozed until tomorrow" }) },
            {
              label: "Delete",
              icon: icons.trash,
              danger: true,
              onPick: () => toast({ text: "Refused", tone: "bad" }),
            },
          ]}
        >
          Snooze
        </Menu>
        <Button
          onClick={() => toast({ text: "Resolved.", tone: "good", action: { label: "Undo", run: () => {} } })}
        >
          Show a toast
        </Button>
      </div>
      <Tabs
        label="Details"
        tabs={[
          { id: "facts", label: "Facts", count: 4 },
          { id: "why", label: "Why here" },
        ]}
        selected={tab}
        onSelect={setTab}
      >
        <p>{tab === "facts" ? "BP200, version 2, since Monday" : "language=ru, skill=devices"}</p>
      </Tabs>
      {open && (
        <Dialog
          title="Resolve conversation"
          onClose={() => setOpen(false)}
          actions={
            <>
              <Button onClick={() => setOpen(false)}>Cancel</Button>
              <Button look="primary" onClick={() => setOpen(false)}>
                Resolve
              </Button>
            </>
          }
        >
          <p>The contact is asked how it went.</p>
        </Dialog>
      )}
    </Part>
  );
}
