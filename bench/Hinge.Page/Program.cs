using Hinge.Bench.Page;

return args switch
{
    ["pictures"] => await Pictures.TakeAsync(null),
    ["pictures", string folder] => await Pictures.TakeAsync(folder),
    ["frames"] => await Frames.MeasureAsync(),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("usage: bench/page/run pictures [FOLDER]   pictures of every view: those of the docs, or all variants into FOLDER");
    Console.Error.WriteLine("       bench/page/run frames              times between frames while a point is dragged");
    return 2;
}
