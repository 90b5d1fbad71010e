// The parts of ECharts that our plots need: bars and dots on a grid, drawn as SVG, with patterns and a description.
import { use } from "echarts/core";
import { BarChart, LineChart, ScatterChart } from "echarts/charts";
import { AriaComponent, GridComponent } from "echarts/components";
import { SVGRenderer } from "echarts/renderers";

use([BarChart, LineChart, ScatterChart, AriaComponent, GridComponent, SVGRenderer]);

export { init } from "echarts/core";
