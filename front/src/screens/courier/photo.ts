/** Pixels of the longer side, and quality: a door and a parcel can be told apart, in about 200 kB. */
const longest = 1280
const quality = 0.75

/** Makes a photo small enough for a bad network; it loses the place that the camera wrote into it. Rejects what is no picture. */
export async function compress(file: Blob): Promise<Blob> {
  const picture = await createImageBitmap(file, { imageOrientation: 'from-image' })
  const scale = Math.min(1, longest / Math.max(picture.width, picture.height))
  const canvas = document.createElement('canvas')
  canvas.width = Math.round(picture.width * scale)
  canvas.height = Math.round(picture.height * scale)
  const brush = canvas.getContext('2d')
  if (brush) {
    brush.fillStyle = '#fff' // else what is transparent would turn black
    brush.fillRect(0, 0, canvas.width, canvas.height)
    brush.drawImage(picture, 0, 0, canvas.width, canvas.height)
  }
  picture.close()
  return new Promise((resolve, reject) => {
    canvas.toBlob(blob => (blob ? resolve(blob) : reject(new Error('no picture'))), 'image/jpeg', quality)
  })
}
