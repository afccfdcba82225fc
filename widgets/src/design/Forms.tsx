import { useState } from "preact/hooks";
import { CheckField } from "../shared/ui/CheckField";
import { SelectField } from "../shared/ui/SelectField";
import { TextArea, TextField } from "../shared/ui/TextField";
import { Part } from "./Part";

export function Forms() {
  const [name, setName] = useState("Anna Petrova");
  const [mail, setMail] = useState("anna@");
  const [text, setText] = useState("");
  const [queue, setQueue] = useState("devices");
  const [on, setOn] = useState(true);
  return (
    <Part title="Form">
      <form class="form" onSubmit={(event) => event.preventDefault()}>
        <div class="form-row">
          <TextField label="Name" required value={name} onInput={setName} hint="As contacts see it" />
          <TextField
            label="E-mail"
            type="email"
            value={mail}
            onInput={setMail}
            error="The part after @ is missing."
          />
        </div>
        <SelectField
          label="Queue"
          value={queue}
          onChange={setQueue}
          choices={[
            { value: "devices", label: "Devices" },
            { value: "orders", label: "Orders" },
          ]}
        />
        <TextArea label="Greeting" rows={2} placeholder="Hello" value={text} onInput={setText} />
        <TextField label="Not to be changed" disabled value="shop" onInput={() => {}} />
        <CheckField
          label="Answers from the knowledge base"
          checked={on}
          onChange={setOn}
          hint="Only where it is sure"
        />
        <CheckField label="Takes conversations" look="switch" checked={on} onChange={setOn} />
      </form>
    </Part>
  );
}
