/** Words that carry no meaning for a search, in English and Persian, in their normalised form. */
import { eng, fas } from 'stopword'
import { normalize } from './normalize.ts'
import { withoutHalfSpaces } from './persian.ts'

const spelled = (word: string): string => withoutHalfSpaces(normalize(word))

/** Function words that the package's list lacks. */
const more =
  'i its it s we us they them he she do does did done been being having than then no not nor own just while whether ' +
  'per via upon within without against during until unless can cannot could should would will shall may must ' +
  'است هست بود شد شده شود کرد کرده کند این آن ها های ما شما آنها او که و یا تا هر یک ' +
  'هستند هستیم هستم نیست نیستند باشد باشند باشم باشید بودند بودن بوده شدند شدن شدم شوند شوم شویم کردند کردن کردم کنند کنم کنیم کنید ' +
  'گردد گردید گردیده نمود نموده نماید نمایید دارد دارند دارم داریم ندارد ندارند داشت داشته داشتن باید نباید خواهد خواهند ' +
  'می‌شود نمی‌شود می‌شوند می‌شد می‌کند نمی‌کند می‌کنند می‌کنم می‌کنیم می‌کنید می‌باشد می‌باشند می‌گردد می‌گردند می‌نماید می‌توان ' +
  'می‌تواند نمی‌تواند می‌توانند می‌توانم می‌توانیم می‌خواهم می‌خواهد من خود خویش وی ایشان آنان همین چنین اگه رو تو هم داره دارن ' +
  'میشه نمیشه میشن میکنه میکنن باشه بشه شه کنه بشم کنن'

/** Left out of documents and of questions. */
export const stopWords: ReadonlySet<string> = new Set([...eng, ...fas, ...more.split(' ')].map(spelled))

/** How an analyst phrases a question or sets the form of the answer; left out of questions only. */
export const phrasingWords: ReadonlySet<string> = new Set(
  (
    'what which who whom whose when where why how please give tell show provide state answer respond response reply question ' +
    'calculate compute determine derive find identify list explain describe define name assume assuming based base basing using use ' +
    'used according rely relying primarily information shown show details outlined provided perspective standpoint viewpoint analyst ' +
    'round rounded decimal place places units unit usd million millions billion billions thousand thousands amount number exact ' +
    'reasonable approximation approximate roughly metric metrics useful not applicable company relevant data ability best judgment ' +
    'judgments help need want let following here considering given account taking there any much many were was was ' +
    'چیست چه چقدر چگونه کدام لطفا بگو بگویید چند آیا کجا کی چرا حساب محاسبه ' +
    'چیه کیه کیست کجاست چقدره چطور چطوری چندتا چندم چه‌قدر چکار چیکار میزان مبلغ مقدار تعداد توضیح شرح بده بدهید دهید بنویس بنویسید ' +
    'فهرست ببر ببرید حدود تقریبا'
  )
    .split(' ')
    .map(spelled),
)
