import { Send } from './requests';

export interface Requirements {
  /** Relative to Jupyter's root folder. */
  notebook_path: string;
  requirements_list: string;
  requirements_filename: string;
  runtime: string;
  runtime_filename: string;
}

/** What concerns a notebook and its folder. */
export class NotebookApi {
  constructor(private readonly send: Send) {}

  /** Write the files beside the notebook; returns their paths, relative to Jupyter's root folder. */
  async saveRequirements(requirements: Requirements): Promise<string[]> {
    return (await this.send<{ files: string[] }>('POST', 'requirements', requirements)).files;
  }
}
