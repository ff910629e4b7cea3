"""The de-icing set cleaned by one DuckDB query.

python duckdb_script.py DATA VOCABULARY OUT
"""

import sys
from pathlib import Path

import duckdb

data, vocabulary, out = map(Path, sys.argv[1:])

QUERY = f"""
COPY (
  WITH raw AS (
    SELECT trim(station, E' \\t') AS station, trim(country, E' \\t') AS spelling, observed_at AS time_text,
           temperature AS t_text, wind_speed AS w_text, trim(sky, E' \\t') AS sky_text, humidity AS rh_raw,
           precipitation, file_row_number AS row
    FROM read_parquet('{data}', file_row_number = true)
  ), parsed AS (
    SELECT station, names.name AS country, row, precipitation,
           try_strptime(time_text, ['%Y-%m-%d %H:%M', '%d/%m/%Y %H:%M', '%b %d %Y %I:%M %p']) AS observed_at,
           try_cast(regexp_extract(t_text, '^(-?[0-9]+([.][0-9]+)?)', 1) AS DOUBLE) AS t_number,
           try_cast(regexp_extract(w_text, '^(-?[0-9]+([.][0-9]+)?)', 1) AS DOUBLE) AS w_number,
           CASE WHEN ends_with(t_text, 'F') THEN (t_number - 32) * 5 / 9
                WHEN ends_with(t_text, 'K') THEN t_number - 273.15::DOUBLE ELSE t_number END AS temperature,
           CASE WHEN ends_with(w_text, 'kt') THEN w_number * (1852::DOUBLE / 3600) ELSE w_number END AS wind,
           nullif(rh_raw, -999) AS rh_read,
           CASE WHEN sky_text IN ('Clear', 'clear', 'CLR', 'SKC') THEN 'Clear'
                WHEN sky_text IN ('Scattered', 'SCT') THEN 'Scattered'
                WHEN sky_text IN ('Broken', 'BKN') THEN 'Broken'
                WHEN sky_text IN ('Overcast', 'OVC', 'overcst') THEN 'Overcast' END AS sky
    FROM raw JOIN read_csv('{vocabulary}') AS names USING (spelling)
  ), whole AS (
    SELECT * FROM parsed WHERE temperature IS NOT NULL AND observed_at IS NOT NULL AND wind IS NOT NULL
  ), medians AS (
    SELECT station, median(rh_read) AS rh_median FROM whole GROUP BY station
  ), firsts AS (
    SELECT min(row) AS row FROM whole GROUP BY station, observed_at
  ), imputed AS (
    SELECT *, least(greatest(coalesce(rh_read, rh_median), 1), 100) AS humidity,
           least(greatest(wind, 0), 75) AS wind_speed
    FROM whole SEMI JOIN firsts USING (row) JOIN medians USING (station)
    WHERE temperature BETWEEN -60 AND 60 AND precipitation IS NOT NULL
  ), features AS (
    SELECT *, ln(humidity / 100) + 17.62::DOUBLE * temperature / (243.12::DOUBLE + temperature) AS magnus,
           CASE WHEN temperature BETWEEN -45 AND 60 AND humidity BETWEEN 0.001 AND 100
                THEN 243.12::DOUBLE * magnus / (17.62::DOUBLE - magnus) END AS dew_point,
           CASE WHEN temperature BETWEEN -20 AND 50 AND humidity BETWEEN 5 AND 99
                THEN temperature * atan(0.151977::DOUBLE * sqrt(humidity + 8.313659::DOUBLE))
                     + atan(temperature + humidity) - atan(humidity - 1.676331::DOUBLE)
                     + 0.00391838::DOUBLE * humidity * sqrt(humidity) * atan(0.023101::DOUBLE * humidity)
                     - 4.686035::DOUBLE END AS wet_bulb,
           100 * greatest(1 - abs(temperature) / 9, 0) * least(greatest((humidity - 55) / 45, 0), 1) AS deicing_index,
           2 * pi() * hour(observed_at) / 24 AS hour_angle,
           2 * pi() * (dayofyear(observed_at) - 1) / 365.25::DOUBLE AS day_angle
    FROM (SELECT * EXCLUDE (t_number, w_number, rh_read, rh_median, wind, row) FROM imputed ORDER BY row)
  )
  SELECT station, country, observed_at, temperature, humidity, wind_speed, sky, precipitation, dew_point, wet_bulb,
         deicing_index, temperature - dew_point AS spread, temperature - wet_bulb AS wet_bulb_depression,
         deicing_index * wind_speed AS wind_exposure, ln(precipitation + 1) AS log_precipitation,
         sin(hour_angle) AS hour_sin, cos(hour_angle) AS hour_cos, sin(day_angle) AS day_sin, cos(day_angle) AS day_cos,
         coalesce(sky = 'Clear', false) AS "sky_Clear", coalesce(sky = 'Scattered', false) AS "sky_Scattered",
         coalesce(sky = 'Broken', false) AS "sky_Broken", coalesce(sky = 'Overcast', false) AS "sky_Overcast"
  FROM features
) TO '{out}/clean.parquet' (FORMAT parquet, COMPRESSION zstd)
"""
out.mkdir(parents=True, exist_ok=True)
duckdb.sql(QUERY)
