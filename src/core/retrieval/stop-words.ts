/** Words that carry no meaning for a search, in English and Persian, in their normalised form. */
import { eng, fas } from 'stopword'
import { normalize } from './normalize.ts'

/** Function words that the package's list lacks. */
const more =
  'i its it s we us they them he she do does did done been being having than then no not nor own just while whether ' +
  'per via upon within without against during until unless can cannot could should would will shall may must ' +
  'است هست بود شد شده شود کرد کرده کند این آن ها های ما شما آنها او که و یا تا هر یک'

/** Left out of documents and of questions. */
export const stopWords: ReadonlySet<string> = new Set([...eng, ...fas, ...more.split(' ')].map(normalize))

/** How an analyst phrases a question or sets the form of the answer; left out of questions only. */
export const phrasingWords: ReadonlySet<string> = new Set(
  (
    'what which who whom whose when where why how please give tell show provide state answer respond response reply question ' +
    'calculate compute determine derive find identify list explain describe define name assume assuming based base basing using use ' +
    'used according rely relying primarily information shown show details outlined provided perspective standpoint viewpoint analyst ' +
    'round rounded decimal place places units unit usd million millions billion billions thousand thousands amount number exact ' +
    'reasonable approximation approximate roughly metric metrics useful not applicable company relevant data ability best judgment ' +
    'judgments help need want let following here considering given account taking there any much many were was was ' +
    'چیست چه چقدر چگونه کدام لطفا بگو بگویید چند آیا کجا کی چرا حساب محاسبه'
  )
    .split(' ')
    .map(normalize),
)
