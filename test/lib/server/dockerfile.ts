/** Performs the steps of a Dockerfile with plain commands, each stage in a folder of its own. */
import { execFile } from 'node:child_process';
import { cp, mkdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { type Copy, DockerfileParser, type Instruction } from 'dockerfile-ast';

/** What an image is, as far as it is looked at here. */
export interface Image {
  /** The folder in the place of `/`. */
  readonly root: string;
  /** The folder in which its command runs. */
  readonly directory: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly user: string | undefined;
  readonly command: readonly string[];
  readonly healthCheck: readonly string[];
  readonly stopSignal: string | undefined;
}

interface Stage {
  root: string;
  directory: string;
  environment: Record<string, string>;
  user?: string;
  command?: string[];
  healthCheck?: string[];
  stopSignal?: string;
}

/** What is run in the place of a command, for one that would need a network. */
export type Replacement = (command: string, directory: string) => Promise<boolean>;

/**
 * Builds the last stage of a Dockerfile.
 * @param context the folder that is sent to the builder
 * @param folder where the stages are built
 * @param isSent tells whether a file of the context is sent
 * @param replaces carries out a command in another way, or gives false
 */
export async function build(
  context: string,
  folder: string,
  isSent: (path: string) => boolean,
  replaces: Replacement,
): Promise<Image> {
  const dockerfile = DockerfileParser.parse(await readFile(join(context, 'Dockerfile'), 'utf8'));
  const stages = new Map<string, Stage>();
  let stage: Stage = { root: '', directory: '/', environment: {} };
  for (const instruction of dockerfile.getInstructions()) {
    const words = instruction.getArguments().map((argument) => argument.getValue());
    switch (instruction.getKeyword()) {
      case 'FROM': {
        const name = words[2] ?? 'last';
        stage = { root: join(folder, name), directory: '/', environment: {} };
        stages.set(name, stage);
        await mkdir(stage.root, { recursive: true });
        break;
      }
      case 'WORKDIR':
        stage.directory = words[0]!;
        await mkdir(join(stage.root, stage.directory), { recursive: true });
        break;
      case 'ENV': {
        const [name, value] = words.join(' ').split('=') as [string, string];
        stage.environment[name] = value;
        break;
      }
      case 'COPY':
        await copy(instruction, words, stage, { stages, context, isSent });
        break;
      case 'RUN': {
        const command = words.join(' ');
        const directory = join(stage.root, stage.directory);
        if (!(await replaces(command, directory))) {
          await promisify(execFile)('sh', ['-c', command], { cwd: directory, env: shellOf(stage) });
        }
        break;
      }
      case 'USER':
        stage.user = words[0]!;
        break;
      case 'CMD':
        stage.command = JSON.parse(instruction.getRawArgumentsContent()!);
        break;
      case 'HEALTHCHECK':
        stage.healthCheck = JSON.parse(/\[.*\]$/.exec(instruction.getRawArgumentsContent()!)![0]);
        break;
      case 'STOPSIGNAL':
        stage.stopSignal = words[0]!;
        break;
      case 'EXPOSE':
        break;
      default:
        throw new Error(`${instruction.getKeyword()} is not known here.`);
    }
  }
  const { command = [], healthCheck = [], user, stopSignal } = stage;
  return {
    root: stage.root,
    directory: join(stage.root, stage.directory),
    environment: stage.environment,
    user,
    command,
    healthCheck,
    stopSignal,
  };
}

interface Sources {
  readonly stages: ReadonlyMap<string, Stage>;
  readonly context: string;
  readonly isSent: (path: string) => boolean;
}

async function copy(
  instruction: Instruction,
  words: readonly string[],
  stage: Stage,
  { stages, context, isSent }: Sources,
): Promise<void> {
  const from = (instruction as Copy).getFromFlag()?.getValue() ?? undefined;
  const target = words.at(-1)!;
  const base = from === undefined ? context : stages.get(from)!.root;
  for (const path of words.slice(0, -1)) {
    if (from === undefined && !isSent(path.replace(/\/$/, ''))) {
      throw new Error(`.dockerignore keeps ${path} from the builder.`);
    }
    // A folder's contents are copied, a file by its name into a folder.
    const place = join(stage.root, stage.directory, target, path.endsWith('/') ? '' : path);
    await mkdir(dirname(place), { recursive: true });
    await cp(join(base, path), place, { recursive: true });
  }
}

function shellOf({ environment }: Stage): NodeJS.ProcessEnv {
  return { PATH: process.env['PATH'], ...environment };
}
