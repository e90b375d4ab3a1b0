import { Field, Int } from '@nestjs/graphql';
import { Refusal, RefusalType } from '../../../platform/graphql/refusal.js';

@RefusalType('Nothing is new since the last report, or what is new cannot be reported yet.')
export class CeNothingToReport extends Refusal {
  @Field(() => Int, { description: 'How many cannot be reported yet: `ceReportPreview` says why.' })
  leftOutCount: number;
}

@RefusalType('The policy is not reported anywhere, or its format is not loaded.')
export class CePolicyNotReported extends Refusal {}
