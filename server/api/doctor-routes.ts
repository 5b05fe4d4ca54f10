/** `GET /api/v1/doctor`: what keeps accounts from being read, and the exact mend. */
import { Hono } from 'hono';
import { API } from '../../shared/contract.ts';
import type { Doctor } from '../job/doctor.ts';

export function doctorRoutes(doctor: Doctor): Hono {
  return new Hono().get(API.doctor, async (c) => {
    c.header('cache-control', 'no-store');
    return c.json(await doctor.report(c.req.query('fresh') === '1'));
  });
}
