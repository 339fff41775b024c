/** Every error a user can meet: its stable code, HTTP status and sentence in each language. Nothing else crosses a boundary. */
import { z } from 'zod'
import type { Language } from './values.ts'

interface ErrorRow {
  /** HTTP status, also used by the CLI to choose an exit code. */
  readonly status: number
  readonly en: string
  readonly fa: string
}

/** Placeholders in braces are filled from the error's details. */
export const errorTable = {
  bad_request: {
    status: 400,
    en: 'The request is not valid: {reason}.',
    fa: 'درخواست معتبر نیست: {reason}.',
  },
  not_found: { status: 404, en: 'There is no {kind} “{id}” here.', fa: '{kind} «{id}» اینجا وجود ندارد.' },
  conflict: {
    status: 409,
    en: 'This is not possible as things are: {reason}.',
    fa: 'در وضعیت کنونی ممکن نیست: {reason}.',
  },
  ambiguous: {
    status: 409,
    en: '“{id}” fits more than one {kind}: {candidates}. Use an id from the list.',
    fa: '«{id}» با بیش از یک {kind} می‌خواند: {candidates}. شناسه‌ای از فهرست به کار ببرید.',
  },
  method_not_allowed: {
    status: 405,
    en: '{method} is not possible here. Use {allowed}.',
    fa: 'اینجا {method} ممکن نیست. {allowed} را به کار ببرید.',
  },
  request_too_large: {
    status: 413,
    en: 'The request is too large. Send less at once.',
    fa: 'درخواست بیش از اندازه بزرگ است. کمتر بفرستید.',
  },
  request_header_too_large: {
    status: 431,
    en: 'The address and headers of the request are too large. Ask for less at once.',
    fa: 'نشانی و سرآیندهای درخواست بیش از اندازه بزرگ‌اند. کمتر درخواست کنید.',
  },
  request_timeout: {
    status: 408,
    en: 'The request did not arrive in time. Send it again.',
    fa: 'درخواست به‌موقع نرسید. آن را دوباره بفرستید.',
  },
  unsupported_media_type: {
    status: 415,
    en: 'The body’s type is not understood. Send JSON, or multipart/form-data for files.',
    fa: 'نوع محتوای درخواست شناخته نیست. JSON بفرستید، یا برای فایل‌ها multipart/form-data.',
  },
  not_signed_in: {
    status: 401,
    en: 'Sign in first: the request has no valid token.',
    fa: 'نخست وارد شوید: درخواست توکن معتبری ندارد.',
  },
  code_wrong: {
    status: 401,
    en: 'That code is not right, or no longer valid. Check the latest mail, or have a new code sent.',
    fa: 'این کد درست نیست یا اعتبارش تمام شده است. آخرین ایمیل را ببینید یا کد تازه‌ای بخواهید.',
  },
  membership_ended: {
    status: 403,
    en: 'You are no longer a member of this organisation. Ask one of its admins to invite you again.',
    fa: 'دیگر عضو این سازمان نیستید. از یکی از مدیران آن بخواهید دوباره دعوتتان کند.',
  },
  session_ended: {
    status: 401,
    en: 'This sign-in has ended. Sign in again.',
    fa: 'این ورود پایان یافته است. دوباره وارد شوید.',
  },
  copy_of_other: {
    status: 409,
    en: '“{workspace}” on this computer is the copy of {email}. Sign in as {email}, or leave that copy first.',
    fa: '«{workspace}» در این رایانه رونوشت {email} است. با {email} وارد شوید، یا نخست آن رونوشت را ترک کنید.',
  },
  copy_elsewhere: {
    status: 409,
    en: '“{workspace}” on this computer is a copy from {address}. Leave that copy first, keeping it if you want it, then join here.',
    fa: '«{workspace}» در این رایانه رونوشتی از {address} است. نخست آن رونوشت را ترک کنید (اگر می‌خواهید، نگهش دارید)، سپس اینجا بپیوندید.',
  },
  files_not_brought: {
    status: 409,
    en: 'Files that are only on the server could not be brought here: {count}. Nothing was left. Try again later, or leave without them.',
    fa: 'فایل‌هایی که فقط روی سرورند به اینجا آورده نشدند: {count}. چیزی ترک نشد. بعداً دوباره تلاش کنید یا بدون آن‌ها ترک کنید.',
  },
  server_unreachable: {
    status: 503,
    en: 'The server cannot be reached. Check your connection, then try again.',
    fa: 'سرور در دسترس نیست. اتصال خود را بررسی کنید و دوباره تلاش کنید.',
  },
  forbidden: {
    status: 403,
    en: 'Your role here, {role}, does not allow this; it takes {needed}. Ask an owner or admin of the workspace.',
    fa: 'نقش شما در اینجا ({role}) اجازهٔ این کار را نمی‌دهد؛ نقش {needed} لازم است. از مالک یا مدیر فضای کار بخواهید.',
  },
  too_many_requests: {
    status: 429,
    en: 'Too many requests. Try again in {seconds} s.',
    fa: 'درخواست‌ها بیش از اندازه است. {seconds} ثانیهٔ دیگر دوباره تلاش کنید.',
  },
  service_unavailable: {
    status: 503,
    en: 'The server cannot do this right now ({service}). Try again in a moment.',
    fa: 'سرور اکنون نمی‌تواند این کار را انجام دهد ({service}). اندکی بعد دوباره تلاش کنید.',
  },
  tenant_required: {
    status: 400,
    en: 'Name your organisation in the header X-Tenant-ID, by its id or its short name.',
    fa: 'سازمان خود را با شناسه یا نام کوتاهش در سرآیند X-Tenant-ID بیاورید.',
  },
  configuration_invalid: {
    status: 400,
    en: 'The configuration is not valid:\n  {problems}',
    fa: 'پیکربندی معتبر نیست:\n  {problems}',
  },
  address_in_use: {
    status: 409,
    en: 'Something else listens on {host}:{port} already. End it, or set another PORT.',
    fa: 'برنامهٔ دیگری روی {host}:{port} است. آن را ببندید یا PORT دیگری تعیین کنید.',
  },
  set_by_server: {
    status: 403,
    en: 'This is set for the whole server, by whoever runs it.',
    fa: 'این را گردانندهٔ سرور برای همهٔ سرور تعیین می‌کند.',
  },
  tenant_mismatch: {
    status: 403,
    en: 'This sign-in is for another organisation. Sign in to the one that X-Tenant-ID names.',
    fa: 'این ورود برای سازمان دیگری است. به سازمانی وارد شوید که X-Tenant-ID نام می‌برد.',
  },
  cancelled: { status: 499, en: 'Cancelled.', fa: 'لغو شد.' },
  internal: {
    status: 500,
    en: 'Something went wrong inside DocuChat. Try again; docuchat.log in the data folder has the details (reference {reference}).',
    fa: 'خطایی درون DocuChat رخ داد. دوباره تلاش کنید؛ جزئیات در docuchat.log در پوشهٔ داده است (شمارهٔ {reference}).',
  },

  update_needed: {
    status: 426,
    en: 'This DocuChat and its server are too far apart to sync. Update the {side}; until then everything here stays as it is, and changes wait.',
    fa: 'این DocuChat و سرورش برای همگام‌سازی بیش از اندازه از هم دورند. {side} را به‌روز کنید؛ تا آن هنگام همه‌چیز اینجا همان‌گونه می‌ماند و تغییرها در صف می‌مانند.',
  },
  resync_needed: {
    status: 409,
    en: 'This device was away for too long. Everything is fetched from the server again; what waits here is kept.',
    fa: 'این دستگاه مدتی بیش از اندازه دور بوده است. همه‌چیز دوباره از سرور دریافت می‌شود؛ آنچه اینجا در صف است می‌ماند.',
  },
  sync_out_of_order: {
    status: 409,
    en: 'The server expected change {expected} of this device. The device starts anew; nothing that waits is lost.',
    fa: 'سرور تغییر شمارهٔ {expected} این دستگاه را انتظار داشت. دستگاه از نو آغاز می‌کند و چیزی از صف گم نمی‌شود.',
  },
  not_hosted: {
    status: 404,
    en: 'This workspace is on this computer alone and has no members, quotas or audit log. A hosted workspace has them.',
    fa: 'این فضای کار تنها روی همین رایانه است و عضو، سهمیه یا گزارش رویداد ندارد. فضای کارِ روی سرور این‌ها را دارد.',
  },
  slug_taken: {
    status: 409,
    en: 'There is a tenant “{slug}” already. Choose another slug.',
    fa: 'سازمانی با نام کوتاه «{slug}» هست. نام کوتاه دیگری برگزینید.',
  },
  already_member: {
    status: 409,
    en: '{email} is a member already. Change their role instead.',
    fa: '{email} از پیش عضو است. به‌جای دعوت، نقش او را تغییر دهید.',
  },
  last_owner: {
    status: 409,
    en: 'A workspace needs an owner, and this is the last one. Make someone else an owner first.',
    fa: 'فضای کار باید مالک داشته باشد و این آخرین مالک است. نخست کس دیگری را مالک کنید.',
  },
  quota_exceeded: {
    status: 429,
    en: '{used} of the {limit} tokens in {window} are used or being used. Tokens are free again at {freesAt}; until then ask without a model, or ask an admin for a higher limit.',
    fa: '{used} توکن از سقف {limit} توکن در {window} مصرف شده یا در حال مصرف است. در {freesAt} دوباره توکن آزاد می‌شود؛ تا آن هنگام بدون مدل بپرسید یا از مدیر سقف بیشتری بخواهید.',
  },
  quota_too_small: {
    status: 403,
    en: 'This question needs {tokens} tokens, more than the whole limit of {limit} in {window}. Ask without a model, or ask an admin for a higher limit.',
    fa: 'این پرسش {tokens} توکن لازم دارد که از کل سقف {limit} توکن در {window} بیشتر است. بدون مدل بپرسید یا از مدیر سقف بیشتری بخواهید.',
  },

  document_not_pdf: {
    status: 415,
    en: '“{name}” is not a PDF. Add the PDF version of it.',
    fa: '«{name}» فایل PDF نیست. نسخهٔ PDF آن را اضافه کنید.',
  },
  document_encrypted: {
    status: 422,
    en: '“{name}” is protected by a password. Retry it with its password.',
    fa: '«{name}» رمز دارد. با رمز آن دوباره تلاش کنید.',
  },
  document_wrong_password: {
    status: 422,
    en: 'That password does not open “{name}”. Retry with the right one.',
    fa: 'این رمز «{name}» را باز نمی‌کند. با رمز درست دوباره تلاش کنید.',
  },
  document_too_large: {
    status: 413,
    en: '“{name}” is {megabytes} MB; the limit is {limit} MB. Split it, or save a smaller version.',
    fa: '«{name}» {megabytes} مگابایت است؛ سقف {limit} مگابایت است. آن را چند بخش کنید یا نسخهٔ کوچک‌تری ذخیره کنید.',
  },
  document_too_many_pages: {
    status: 422,
    en: '“{name}” has {pages} pages; the limit is {limit}. Split it and add the parts.',
    fa: '«{name}» {pages} صفحه دارد؛ سقف {limit} صفحه است. آن را چند بخش کنید و بخش‌ها را اضافه کنید.',
  },
  document_damaged: {
    status: 422,
    en: '“{name}” is damaged and could not be read. Open and save it again in a PDF program, then retry.',
    fa: '«{name}» آسیب دیده و خوانده نشد. آن را در برنامه‌ای باز و دوباره ذخیره کنید، سپس دوباره تلاش کنید.',
  },
  document_no_text: {
    status: 422,
    en: '“{name}” has no text layer, probably a scan. Run text recognition (OCR) on it, then add it again.',
    fa: '«{name}» لایهٔ متن ندارد و شاید اسکن باشد. روی آن نویسه‌خوانی (OCR) اجرا کنید و دوباره اضافه کنید.',
  },
  document_timeout: {
    status: 422,
    en: 'Reading “{name}” took longer than {seconds} s at page {page} and was stopped. Save it again in a PDF program, then retry.',
    fa: 'خواندن «{name}» در صفحهٔ {page} بیش از {seconds} ثانیه طول کشید و متوقف شد. آن را دوباره ذخیره کنید، سپس دوباره تلاش کنید.',
  },
  file_missing: {
    status: 410,
    en: 'The file of “{name}” is missing from the data folder. Add the PDF again.',
    fa: 'فایل «{name}» در پوشهٔ داده نیست. PDF را دوباره اضافه کنید.',
  },
  file_damaged: {
    status: 410,
    en: 'The stored file of “{name}” is damaged. Delete it for good, then add the PDF again.',
    fa: 'فایل ذخیره‌شدهٔ «{name}» آسیب دیده است. آن را برای همیشه حذف کنید، سپس PDF را دوباره اضافه کنید.',
  },

  workspace_busy: {
    status: 423,
    en: 'This data folder is in use by {command} (process {pid} on {host}, since {since}). Close it, or wait until it ends.',
    fa: 'این پوشهٔ داده در دست {command} است (فرایند {pid} روی {host}، از {since}). آن را ببندید یا منتظر بمانید.',
  },
  workspace_newer: {
    status: 409,
    en: 'This data folder was written by a newer DocuChat ({found}; this one knows {known}). Update DocuChat; nothing was changed.',
    fa: 'این پوشهٔ داده را DocuChat تازه‌تری نوشته است ({found}؛ این نسخه {known} را می‌شناسد). DocuChat را به‌روز کنید؛ چیزی تغییر نکرد.',
  },
  workspace_damaged: {
    status: 500,
    en: 'The data folder {path} could not be opened: {reason}. Restore a backup with “docuchat workspace restore”; nothing was changed.',
    fa: 'پوشهٔ دادهٔ {path} باز نشد: {reason}. پشتیبانی را با «docuchat workspace restore» برگردانید؛ چیزی تغییر نکرد.',
  },
  database_unreachable: {
    status: 503,
    en: 'The database cannot be reached: {reason}. Check its address and that it runs.',
    fa: 'پایگاه داده در دسترس نیست: {reason}. نشانی و روشن‌بودن آن را بررسی کنید.',
  },

  model_not_allowed: {
    status: 403,
    en: 'The model “{model}” is not on this workspace’s list. Allowed: {allowed}.',
    fa: 'مدل «{model}» در فهرست این فضای کار نیست. مجاز: {allowed}.',
  },
  model_unreachable: {
    status: 502,
    en: 'The model at {endpoint} cannot be reached. Check the address and the network, or ask without a model.',
    fa: 'مدل در {endpoint} در دسترس نیست. نشانی و شبکه را بررسی کنید یا بدون مدل بپرسید.',
  },
  model_rejected_key: {
    status: 401,
    en: 'The endpoint {endpoint} refused the key. Set a valid one in the environment or the settings.',
    fa: 'نقطهٔ پایانی {endpoint} کلید را نپذیرفت. کلید معتبری در محیط یا تنظیمات بگذارید.',
  },
  model_rate_limited: {
    status: 429,
    en: 'The model’s provider is limiting requests. Wait a moment, then try again.',
    fa: 'ارائه‌دهندهٔ مدل درخواست‌ها را محدود کرده است. کمی صبر کنید و دوباره بپرسید.',
  },
  model_failed: {
    status: 502,
    en: 'The model failed: {reason}. Try again, or choose another model.',
    fa: 'مدل خطا داد: {reason}. دوباره تلاش کنید یا مدل دیگری برگزینید.',
  },
  embedding_dimension_mismatch: {
    status: 409,
    en: 'The embedding model returned {found} dimensions where the space has {expected}. Choose a matching model and embed again.',
    fa: 'مدل بردارساز {found} بُعد برگرداند، ولی این فضا {expected} بُعد دارد. مدل سازگار برگزینید و دوباره بردار بسازید.',
  },
  embedding_model_missing: {
    status: 409,
    en: 'The search model “{name}” is not on this computer. Download or import it in the settings, or choose another; until then words alone are searched.',
    fa: 'مدل جست‌وجوی «{name}» روی این رایانه نیست. آن را در تنظیمات بارگیری یا وارد کنید، یا مدل دیگری برگزینید؛ تا آن زمان فقط واژه‌ها جست‌وجو می‌شوند.',
  },
  embedding_model_invalid: {
    status: 422,
    en: '“{name}” is no search model that DocuChat can use: {reason}.',
    fa: '«{name}» مدل جست‌وجویی نیست که DocuChat بتواند به کار ببرد: {reason}.',
  },
  embedding_model_damaged: {
    status: 409,
    en: 'The files of the search model “{name}” are damaged. Remove it, then download or import it again.',
    fa: 'پرونده‌های مدل جست‌وجوی «{name}» آسیب دیده‌اند. آن را حذف و دوباره بارگیری یا وارد کنید.',
  },
  embedding_model_in_use: {
    status: 409,
    en: 'The search model “{name}” is used by the workspace “{workspace}”. Choose another there first.',
    fa: 'فضای کار «{workspace}» از مدل جست‌وجوی «{name}» استفاده می‌کند. نخست آنجا مدل دیگری برگزینید.',
  },
  download_unreachable: {
    status: 502,
    en: 'The connection to {host} failed. Check the network, then go on; what has arrived is kept.',
    fa: 'ارتباط با {host} برقرار نشد. شبکه را بررسی کنید و ادامه دهید؛ آنچه رسیده نگه داشته شده است.',
  },
  download_refused: {
    status: 502,
    en: '{host} does not give out “{file}” (status {status}). Try again later, or import the model from a folder.',
    fa: '{host} پروندهٔ «{file}» را نمی‌دهد (وضعیت {status}). بعداً دوباره تلاش کنید یا مدل را از پوشه‌ای وارد کنید.',
  },
  download_corrupt: {
    status: 502,
    en: '“{file}” arrived from {host} with other content than announced and was thrown away. Try again.',
    fa: '«{file}» با محتوایی جز آنچه اعلام شده بود از {host} رسید و دور انداخته شد. دوباره تلاش کنید.',
  },
  disk_full: {
    status: 507,
    en: 'The disk is full: {megabytes} MB are needed. Make room, then try again.',
    fa: 'دیسک پر است: {megabytes} مگابایت لازم است. جا باز کنید و دوباره تلاش کنید.',
  },
} as const satisfies Record<string, ErrorRow>

export type ErrorCode = keyof typeof errorTable
export type ErrorDetails = Readonly<Record<string, string | number>>

/** The one error that crosses boundaries. `message` is the English sentence; {@link messageOf} gives the others. */
export class AppError extends Error {
  override readonly name = 'AppError'
  readonly code: ErrorCode
  readonly details: ErrorDetails

  constructor(code: ErrorCode, details: ErrorDetails = {}, options?: ErrorOptions) {
    super(messageOf(code, details, 'en'), options)
    this.code = code
    this.details = details
  }
}

/** The sentence for `code` in `language`, with the details filled in; an absent detail leaves its placeholder. */
export function messageOf(code: ErrorCode, details: ErrorDetails, language: Language): string {
  return errorTable[code][language].replace(/\{(\w+)\}/g, (placeholder, key: string) =>
    String(details[key] ?? placeholder),
  )
}

export const errorCodeSchema = z.enum(Object.keys(errorTable) as [ErrorCode, ...ErrorCode[]])
/** How an error travels: the code and details, so that each reader phrases it in its own language. */
export const errorInfoSchema = z.object({
  code: errorCodeSchema,
  details: z.record(z.string(), z.union([z.string(), z.number()])),
  message: z.string(),
})
export type ErrorInfo = z.infer<typeof errorInfoSchema>

/** The plain form of any thrown value; what is not an {@link AppError} becomes `internal` and keeps its text out. */
export function toErrorInfo(error: unknown, reference = 'none'): ErrorInfo {
  const known = error instanceof AppError ? error : new AppError('internal', { reference })
  return { code: known.code, details: known.details, message: known.message }
}
