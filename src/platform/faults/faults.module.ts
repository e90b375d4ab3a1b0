import { Module } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { HttpErrorFilter } from './http-error.filter.js';

@Module({ providers: [HttpErrorFilter, { provide: APP_FILTER, useExisting: HttpErrorFilter }] })
export class FaultsModule {}
