/**
 * What makes objects that do not get to a runner. Each was pickled by cloudpickle 3.1.2 with what fal 1.79.1 adds to it
 * (`fal._serialization.patch_pickle`), loaded in another interpreter of Python 3.11, and used, in these versions:
 *
 *   boto3 1.44.5, openai 3.54.0, anthropic 2.12.0, groq 1.7.0, mistralai 3.7.0, together 3.1.1, cohere 7.3.1, elevenlabs 2.78.0,
 *   google-genai 3.4.0, google-cloud-storage 3.17.1, supabase 2.34.1, psycopg2-binary 2.9.13, psycopg 3.3.9, PyMySQL 1.2.4,
 *   SQLAlchemy 2.1.9, pymongo 4.20.0, motor 3.7.1, redis 8.1.0, qdrant-client 1.20.0, pinecone 10.2.0, weaviate-client 4.23.1,
 *   chromadb 1.5.9, elasticsearch 9.5.1, stripe 16.1.0, httpx 0.28.1, aiohttp 3.14.5, rich 14.3.4, urllib3 2.8.0.
 *
 * These get there, and are no trouble: requests.Session 2.34.2, redis.asyncio, create_async_engine, twilio 9.13.0, slack_sdk 3.47.0, tweepy 4.17.0,
 * replicate 1.0.7, jinja2.Environment 3.1.6, boto3.Session without a client, threading.Lock, Event and Semaphore, queue.Queue,
 * asyncio.Lock, functools.lru_cache, loggers (by name; loguru 0.7.3 and structlog 26.1.0 too), a text file that is open for reading.
 */
const UNSENT: readonly string[] = [
  'boto3.client',
  'boto3.resource',
  'boto3.Session.client',
  'boto3.Session.resource',
  'boto3.session.Session.client',
  'boto3.session.Session.resource',
  'openai.OpenAI',
  'openai.AsyncOpenAI',
  'openai.AzureOpenAI',
  'openai.AsyncAzureOpenAI',
  'anthropic.Anthropic',
  'anthropic.AsyncAnthropic',
  'groq.Groq',
  'groq.AsyncGroq',
  'mistralai.Mistral',
  'mistralai.client.Mistral',
  'together.Together',
  'cohere.Client',
  'cohere.ClientV2',
  'cohere.AsyncClient',
  'elevenlabs.ElevenLabs',
  'elevenlabs.client.ElevenLabs',
  'google.genai.Client',
  'google.cloud.storage.Client',
  'supabase.create_client',
  'psycopg2.connect',
  'psycopg.connect',
  'pymysql.connect',
  'sqlite3.connect',
  'sqlalchemy.orm.declarative_base',
  'sqlalchemy.ext.declarative.declarative_base',
  'pymongo.MongoClient',
  'pymongo.AsyncMongoClient',
  'motor.motor_asyncio.AsyncIOMotorClient',
  'qdrant_client.QdrantClient',
  'qdrant_client.AsyncQdrantClient',
  'pinecone.Pinecone',
  'weaviate.WeaviateClient',
  'chromadb.Client',
  'chromadb.PersistentClient',
  'elasticsearch.Elasticsearch',
  'stripe.StripeClient',
  'httpx.Client',
  'httpx.AsyncClient',
  'aiohttp.ClientSession',
  'asyncio.new_event_loop',
  'concurrent.futures.ThreadPoolExecutor',
  'concurrent.futures.ProcessPoolExecutor',
  'contextvars.ContextVar',
  'logging.FileHandler',
  'logging.handlers.RotatingFileHandler',
  'multiprocessing.Lock',
  'multiprocessing.Manager',
  'multiprocessing.Pool',
  'multiprocessing.Queue',
  'queue.SimpleQueue',
  'socket.socket',
  'ssl.create_default_context',
  'tempfile.NamedTemporaryFile',
  'tempfile.TemporaryFile',
  'threading.local',
  'weakref.WeakKeyDictionary',
  'weakref.WeakValueDictionary',
];

/** These arrive, but fal makes the `RLock` in them anew as one that somebody holds: who asks for it waits forever. */
const LOCKED: readonly string[] = [
  'logging.StreamHandler',
  'redis.Redis',
  'redis.StrictRedis',
  'redis.from_url',
  'rich.console.Console',
  'sqlalchemy.create_engine',
  'threading.Condition',
  'threading.RLock',
  'urllib3.PoolManager',
];

/** What becomes of an object on its way to a runner; nothing where it arrives, as far as anybody tried. */
export type Fate = 'unsent' | 'locked';

/** The fate of what a call makes, by the name of what is called: `boto3.client`, `redis.Redis.from_url`. */
export function fateOf(maker: string): Fate | undefined {
  const isOf = (entry: string): boolean => maker === entry || maker.startsWith(`${entry}.`);
  if (UNSENT.some(isOf)) return 'unsent';
  return LOCKED.some(isOf) ? 'locked' : undefined;
}
