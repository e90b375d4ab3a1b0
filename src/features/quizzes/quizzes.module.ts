import { Module } from '@nestjs/common';
import { QuestionBank } from './question-bank.service.js';
import { QuestionResolver, QuestionVersionResolver } from './question.resolver.js';
import { QuestionService } from './question.service.js';

@Module({
  providers: [QuestionBank, QuestionService, QuestionResolver, QuestionVersionResolver],
})
export class QuizzesModule {}
